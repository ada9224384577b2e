import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { LearnerStatus } from '../contracts/learning';
import type { Role } from '../contracts/permissions';
import { idColumn, uuidColumn } from './columns';

@Entity('organization')
export class Organization {
  @PrimaryGeneratedColumn({ type: 'int', unsigned: true }) id!: number;
  @Column({ type: 'binary', length: 16, transformer: uuidColumn }) uuid!: string;
  @Column({ type: 'varchar' }) name!: string;
}

@Entity('learner')
export class Learner {
  @PrimaryGeneratedColumn({ type: 'bigint', unsigned: true }) id!: number;
  @Column({ type: 'int', unsigned: true, name: 'organization_id' }) organizationId!: number;
  @Column({ type: 'binary', length: 16, transformer: uuidColumn }) uuid!: string;
  @Column({ type: 'varchar', name: 'login_id' }) loginId!: string;
  @Column({ type: 'varchar', name: 'login_key' }) loginKey!: string;
  /** What the HR system calls the learner. */
  @Column({ type: 'varchar', nullable: true, name: 'external_id' }) externalId!: string | null;
  @Column({ type: 'varchar', nullable: true, name: 'external_key' }) externalKey!: string | null;
  @Column({ type: 'varchar', nullable: true }) email!: string | null;
  @Column({ type: 'varchar', nullable: true, name: 'email_key' }) emailKey!: string | null;
  @Column({ type: 'varchar' }) name!: string;
  @Column({ type: 'varchar' }) status!: LearnerStatus;
}

/** Somebody who signs in with a password. A learner's account points to the learner. */
@Entity('user_account')
export class UserAccount {
  @PrimaryGeneratedColumn({ type: 'int', unsigned: true }) id!: number;
  @Column({ type: 'int', unsigned: true, name: 'organization_id' }) organizationId!: number;
  @Column({ type: 'varchar' }) login!: string;
  @Column({ type: 'varchar', name: 'login_key' }) loginKey!: string;
  @Column({ type: 'varchar' }) name!: string;
  @Column({ type: 'varchar' }) role!: Role;
  @Column({ type: 'bigint', unsigned: true, nullable: true, name: 'learner_id', transformer: idColumn })
  learnerId!: number | null;
  @Column({ type: 'varchar', name: 'password_hash' }) passwordHash!: string;
  @Column({ type: 'boolean' }) active!: boolean;
}

@Entity('api_key')
export class ApiKey {
  @PrimaryGeneratedColumn({ type: 'int', unsigned: true }) id!: number;
  @Column({ type: 'int', unsigned: true, name: 'organization_id' }) organizationId!: number;
  @Column({ type: 'varchar' }) name!: string;
  @Column({ type: 'varchar' }) role!: Role;
  /** SHA-256 of the secret; the secret itself is shown once and not kept. */
  @Column({ type: 'binary', length: 32, name: 'secret_hash' }) secretHash!: Buffer;
  @Column({ type: 'datetime', precision: 3, nullable: true, name: 'revoked_at' }) revokedAt!: Date | null;
}
