export const REGION = 'us-east-1';
/** @type {readonly ('account' | 'container' | 'object')[]} */
export const BACKENDS = ['account', 'container', 'object'];
/** Of the one user of a private server on loopback. */
export const KEYS = { accessKey: 'test:tester', secretKey: 'testing' };

export const SWIFT_CONFIG = `[swift-hash]
swift_hash_path_prefix = test
swift_hash_path_suffix = test
[storage-policy:0]
name = gold
default = yes
`;

/**
 * The account, container or object server: one process, on one directory.
 * @param {{ name: string, etc: string, devices: string, user: string, port: number }} input
 */
export const backendConfig = ({ name, etc, devices, user, port }) => `${serverSection({ etc, user, port })}
devices = ${devices}
mount_check = false
fallocate_reserve = 0
[pipeline:main]
pipeline = ${name}-server
[app:${name}-server]
use = egg:swift#${name}
`;

/**
 * The server that speaks S3. The order of its filters matters: s3api before who may, multipart (slo) after it.
 * @param {{ etc: string, user: string, port: number, memcachedPort: number }} input
 */
export const proxyConfig = ({ etc, user, port, memcachedPort }) => {
  /** @type {Record<string, string[]>} */
  const filters = {
    catch_errors: [],
    gatekeeper: [],
    healthcheck: [],
    cache: ['use = egg:swift#memcache', `memcache_servers = 127.0.0.1:${memcachedPort}`],
    listing_formats: [],
    bulk: [],
    s3api: [`location = ${REGION}`, 's3_acl = false', 'check_bucket_owner = false'],
    tempauth: [`user_${KEYS.accessKey.replace(':', '_')} = ${KEYS.secretKey} .admin`],
    copy: [],
    slo: [],
    symlink: [],
  };
  return `${serverSection({ etc, user, port })}
[pipeline:main]
pipeline = ${Object.keys(filters).join(' ')} proxy-server
[app:proxy-server]
use = egg:swift#proxy
allow_account_management = true
account_autocreate = true
${Object.entries(filters).map(filterSection).join('\n')}
`;
};

/** @param {{ etc: string, user: string, port: number }} input */
const serverSection = ({ etc, user, port }) => `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
workers = 0
swift_dir = ${etc}
user = ${user}
log_level = WARNING
log_address = ${etc}/no-syslog`;

/** @param {[string, string[]]} filter its name, and its settings below or instead of `use` */
const filterSection = ([name, settings]) => {
  const use = settings[0]?.startsWith('use =') ? [] : [`use = egg:swift#${name}`];
  return [`[filter:${name}]`, ...use, ...settings].join('\n');
};
