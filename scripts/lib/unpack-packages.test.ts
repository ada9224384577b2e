import { packagesToUnpack } from './unpack-packages.mjs';

const PLAN = `NOTE: This is only a simulation!
Reading package lists...
The following NEW packages will be installed:
  libaio1 mariadb-server-core
Inst libaio1 (0.3.113-4 Debian:12.15/oldstable [amd64])
Inst perl-base [5.36.0-7+deb12u2] (5.36.0-7+deb12u4 Debian-Security:12/oldstable-security [amd64]) []
Inst libncurses6 (6.4-4 Debian:12.15/oldstable, Debian-Security:12/oldstable-security [amd64])
Inst mysql-common (5.8+1.1.0 Debian:12.15/oldstable [all])
Inst mariadb-server-core (1:10.11.19-0+deb12u1 Debian-Security:12/oldstable-security [amd64])
Conf libaio1 (0.3.113-4 Debian:12.15/oldstable [amd64])
`;

test('the packages to unpack are those that apt-get would install, in its versions', () => {
  expect(packagesToUnpack(PLAN)).toEqual([
    'libaio1=0.3.113-4',
    'perl-base=5.36.0-7+deb12u4',
    'libncurses6=6.4-4',
    'mysql-common=5.8+1.1.0',
    'mariadb-server-core=1:10.11.19-0+deb12u1',
  ]);
});
