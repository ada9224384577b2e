import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { CourseKind, CourseStatus, RecordStatus, RestartSetting } from '../contracts/learning';
import { decimalColumn, idColumn, jsonColumn, uuidColumn } from './columns';

@Entity('course')
export class Course {
  @PrimaryGeneratedColumn({ type: 'int', unsigned: true }) id!: number;
  @Column({ type: 'int', unsigned: true, name: 'organization_id' }) organizationId!: number;
  @Column({ type: 'binary', length: 16, transformer: uuidColumn }) uuid!: string;
  @Column({ type: 'varchar', name: 'asset_id' }) assetId!: string;
  @Column({ type: 'varchar', name: 'asset_key' }) assetKey!: string;
  @Column({ type: 'varchar' }) title!: string;
  @Column({ type: 'varchar' }) kind!: CourseKind;
  @Column({ type: 'boolean', name: 'compliance_configured' }) complianceConfigured!: boolean;
  @Column({ type: 'varchar' }) status!: CourseStatus;
  @Column({ type: 'varchar' }) language!: string;
}

@Entity('assignment')
export class Assignment {
  @PrimaryColumn({ type: 'int', unsigned: true, name: 'organization_id' }) organizationId!: number;
  @PrimaryColumn({ type: 'bigint', unsigned: true, name: 'learner_id', transformer: idColumn })
  learnerId!: number;
  @PrimaryColumn({ type: 'int', unsigned: true, name: 'course_id' }) courseId!: number;
  @Column({ type: 'varchar', name: 'restart_setting' }) restartSetting!: RestartSetting;
}

/** One attempt of one learner at one course; never changed by a reset. */
@Entity('learning_record')
export class LearningRecord {
  @PrimaryColumn({ type: 'int', unsigned: true, name: 'organization_id' }) organizationId!: number;
  @PrimaryColumn({ type: 'bigint', unsigned: true, name: 'learner_id', transformer: idColumn })
  learnerId!: number;
  @PrimaryColumn({ type: 'int', unsigned: true, name: 'course_id' }) courseId!: number;
  /** 1 for the first; the highest is the latest. */
  @PrimaryColumn({ type: 'smallint', unsigned: true }) attempt!: number;
  @Column({ type: 'varchar' }) status!: RecordStatus;
  @Column({ type: 'datetime', precision: 3, name: 'started_at' }) startedAt!: Date;
  @Column({ type: 'datetime', precision: 3, name: 'last_access_at' }) lastAccessAt!: Date;
  @Column({ type: 'datetime', precision: 3, nullable: true, name: 'completed_at' }) completedAt!: Date | null;
  @Column({ type: 'int', unsigned: true }) accesses!: number;
  @Column({ type: 'decimal', precision: 5, scale: 2, nullable: true, transformer: decimalColumn })
  score!: number | null;
  /** What the content committed (`ContentState`); `null` at the start. */
  @Column({ type: 'mediumtext', nullable: true, name: 'content_state', transformer: jsonColumn })
  contentState!: unknown;
  /** Of the last commit. */
  @Column({ type: 'int', unsigned: true }) sequence!: number;
  /** When the reset that led to this attempt took effect, and which bulk reset it was. */
  @Column({ type: 'datetime', precision: 3, nullable: true, name: 'reset_at' }) resetAt!: Date | null;
  @Column({ type: 'bigint', unsigned: true, nullable: true, name: 'reset_by', transformer: idColumn })
  resetBy!: number | null;
}

@Entity('launch')
export class Launch {
  @PrimaryGeneratedColumn({ type: 'bigint', unsigned: true }) id!: number;
  @Column({ type: 'int', unsigned: true, name: 'organization_id' }) organizationId!: number;
  @Column({ type: 'binary', length: 16, transformer: uuidColumn }) uuid!: string;
  @Column({ type: 'bigint', unsigned: true, name: 'learner_id', transformer: idColumn }) learnerId!: number;
  @Column({ type: 'int', unsigned: true, name: 'course_id' }) courseId!: number;
  /** The attempt that it writes to; `null` while the message waits. */
  @Column({ type: 'smallint', unsigned: true, nullable: true }) attempt!: number | null;
  @Column({ type: 'varchar' }) state!: 'message' | 'open';
  @Column({ type: 'datetime', precision: 3, nullable: true, name: 'acknowledged_at' })
  acknowledgedAt!: Date | null;
}

/** The mark that one learner's progress in one course was reset. Open until acknowledged or withdrawn. */
@Entity('progress_reset')
export class ProgressReset {
  @PrimaryColumn({ type: 'int', unsigned: true, name: 'organization_id' }) organizationId!: number;
  @PrimaryColumn({ type: 'bigint', unsigned: true, name: 'learner_id', transformer: idColumn })
  learnerId!: number;
  @PrimaryColumn({ type: 'int', unsigned: true, name: 'course_id' }) courseId!: number;
  @PrimaryColumn({ type: 'bigint', unsigned: true, name: 'bulk_reset_id', transformer: idColumn })
  bulkResetId!: number;
  @Column({ type: 'int', unsigned: true, name: 'file_row' }) fileRow!: number;
  @Column({ type: 'datetime', precision: 3, name: 'reset_at' }) resetAt!: Date;
  @Column({ type: 'datetime', precision: 3, nullable: true, name: 'acknowledged_at' })
  acknowledgedAt!: Date | null;
  @Column({ type: 'smallint', unsigned: true, nullable: true, name: 'opened_attempt' })
  openedAttempt!: number | null;
  @Column({ type: 'datetime', precision: 3, nullable: true, name: 'withdrawn_at' }) withdrawnAt!: Date | null;
  /** The undo that withdrew it, by its row among the bulk resets. */
  @Column({ type: 'bigint', unsigned: true, nullable: true, name: 'withdrawn_by', transformer: idColumn })
  withdrawnBy!: number | null;
}
