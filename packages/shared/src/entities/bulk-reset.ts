import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { Phase } from '../contracts/bulk-reset';
import type { BulkResetStatus } from '../contracts/bulk-reset-status';
import type { WorkKind } from '../contracts/directory-columns';
import type { ErrorColumn, FileFormat, HeaderColumns } from '../csv/file-format';
import { idColumn, jsonColumn, uuidColumn } from './columns';

/** Some of the pairs of a bulk reset, by internal ids. Where both are named, a pair has to be among both. */
export type ChosenPairs = { learnerIds: number[] | null; courseIds: number[] | null };
type ActorKind = 'user' | 'api-key';
/** As read from the file, with the words that describe it to people. */
export type StoredFormat<Columns extends ErrorColumn = HeaderColumns> = FileFormat<Columns> & {
  description: string;
};

/**
 * One uploaded file on its way: upload, validation, confirmation, reset. A directory import goes the same way, and what
 * is called a reset here is its application. An undo begins where these are confirmed, and has no file.
 */
@Entity('bulk_reset')
export class BulkReset {
  @PrimaryGeneratedColumn({ type: 'bigint', unsigned: true }) id!: number;
  @Column({ type: 'int', unsigned: true, name: 'organization_id' }) organizationId!: number;
  @Column({ type: 'binary', length: 16, transformer: uuidColumn }) uuid!: string;
  /** What is asked for. */
  @Column({ type: 'varchar' }) kind!: WorkKind;
  @Column({ type: 'varchar' }) status!: BulkResetStatus;
  /** Of the file and its validation, which is also what a confirmation names. */
  @Column({ type: 'smallint', unsigned: true }) version!: number;
  /** Grows with every move: the ETag's part. */
  @Column({ type: 'int', unsigned: true }) revision!: number;
  @Column({ type: 'varchar', name: 'created_by_kind' }) createdByKind!: ActorKind;
  @Column({ type: 'int', unsigned: true, name: 'created_by_id' }) createdById!: number;
  @Column({ type: 'varchar', name: 'created_by_name' }) createdByName!: string;
  @Column({ type: 'boolean', name: 'confirm_when_valid' }) confirmWhenValid!: boolean;
  @Column({ type: 'varchar', nullable: true }) reason!: string | null;
  @Column({ type: 'smallint', unsigned: true, nullable: true, name: 'confirmed_version' })
  confirmedVersion!: number | null;
  @Column({ type: 'datetime', precision: 3, nullable: true, name: 'confirmed_at' }) confirmedAt!: Date | null;
  @Column({ type: 'varchar', nullable: true, name: 'confirmed_by_kind' }) confirmedByKind!: ActorKind | null;
  @Column({ type: 'int', unsigned: true, nullable: true, name: 'confirmed_by_id' }) confirmedById!:
    | number
    | null;
  @Column({ type: 'varchar', nullable: true, name: 'confirmed_by_name' }) confirmedByName!: string | null;
  @Column({ type: 'mediumtext', nullable: true, transformer: jsonColumn }) summary!: unknown;
  /** The code of what made it fail. */
  @Column({ type: 'varchar', nullable: true }) failure!: string | null;
  @Column({ type: 'datetime', precision: 3, name: 'created_at', insert: false }) createdAt!: Date;
  @Column({ type: 'datetime', precision: 3, nullable: true, name: 'finished_at' }) finishedAt!: Date | null;
  /** Since when uploads and reports are gone; what is kept about single rows. */
  @Column({ type: 'datetime', precision: 3, nullable: true, name: 'files_expired_at' })
  filesExpiredAt!: Date | null;
  @Column({ type: 'datetime', precision: 3, nullable: true, name: 'details_expired_at' })
  detailsExpiredAt!: Date | null;
  /** What the chunks counted, once they are gone. */
  @Column({ type: 'text', nullable: true, transformer: jsonColumn, name: 'final_counts' })
  finalCounts!: unknown;
}

/** One version of the file of a bulk reset, as the one pass over it found it. */
@Entity('bulk_reset_file')
export class BulkResetFile {
  @Column({ type: 'int', unsigned: true, name: 'organization_id' }) organizationId!: number;
  @PrimaryColumn({ type: 'bigint', unsigned: true, name: 'bulk_reset_id', transformer: idColumn })
  bulkResetId!: number;
  @PrimaryColumn({ type: 'smallint', unsigned: true }) version!: number;
  /** What the person called it: data, never a path. */
  @Column({ type: 'varchar' }) name!: string;
  @Column({ type: 'varchar', name: 'storage_key' }) storageKey!: string;
  @Column({ type: 'varchar', nullable: true, name: 'report_key' }) reportKey!: string | null;
  @Column({ type: 'bigint', unsigned: true, transformer: idColumn }) bytes!: number;
  @Column({ type: 'binary', length: 32 }) sha256!: Buffer;
  @Column({ type: 'mediumtext', transformer: jsonColumn }) format!: StoredFormat;
  @Column({ type: 'int', unsigned: true, name: 'data_rows' }) rows!: number;
  @Column({ type: 'int', unsigned: true, name: 'blank_rows' }) blankRows!: number;
}

/** What an undo takes back: of which bulk reset, in which of its versions, and for whom. */
@Entity('bulk_reset_undo')
export class BulkResetUndo {
  /** Its own row among the bulk resets. */
  @PrimaryColumn({ type: 'bigint', unsigned: true, name: 'undo_id', transformer: idColumn }) undoId!: number;
  @Column({ type: 'int', unsigned: true, name: 'organization_id' }) organizationId!: number;
  @Column({ type: 'bigint', unsigned: true, name: 'bulk_reset_id', transformer: idColumn })
  bulkResetId!: number;
  @Column({ type: 'smallint', unsigned: true }) version!: number;
  /** `null`: everything. */
  @Column({ type: 'mediumtext', nullable: true, transformer: jsonColumn }) chosen!: ChosenPairs | null;
}

export type ChunkState = 'waiting' | 'queued' | 'running' | 'done' | 'failed';

/** A contiguous part of a bulk reset that one worker handles in one transaction; the ledger's row. */
@Entity('chunk')
export class Chunk {
  @PrimaryGeneratedColumn({ type: 'bigint', unsigned: true }) id!: number;
  @Column({ type: 'int', unsigned: true, name: 'organization_id' }) organizationId!: number;
  @Column({ type: 'bigint', unsigned: true, name: 'bulk_reset_id', transformer: idColumn })
  bulkResetId!: number;
  @Column({ type: 'smallint', unsigned: true }) version!: number;
  @Column({ type: 'varchar' }) phase!: Phase;
  @Column({ type: 'int', unsigned: true }) number!: number;
  @Column({ type: 'int', unsigned: true, name: 'data_rows' }) rows!: number;
  @Column({ type: 'int', unsigned: true, nullable: true, name: 'first_row' }) firstRow!: number | null;
  @Column({ type: 'int', unsigned: true, nullable: true }) records!: number | null;
  @Column({ type: 'bigint', unsigned: true, nullable: true, name: 'start_byte', transformer: idColumn })
  startByte!: number | null;
  @Column({ type: 'bigint', unsigned: true, nullable: true, name: 'end_byte', transformer: idColumn })
  endByte!: number | null;
  @Column({ type: 'int', unsigned: true, nullable: true }) crc32!: number | null;
  @Column({ type: 'boolean', nullable: true }) quoted!: boolean | null;
  /** Learner ids, half-open: the pairs of a reset chunk. */
  @Column({ type: 'bigint', unsigned: true, nullable: true, name: 'from_learner', transformer: idColumn })
  fromLearner!: number | null;
  @Column({ type: 'bigint', unsigned: true, nullable: true, name: 'to_learner', transformer: idColumn })
  toLearner!: number | null;
  @Column({ type: 'varchar' }) state!: ChunkState;
  /** Grows whenever the chunk changes hands; only the holder of the current one can commit. */
  @Column({ type: 'int', unsigned: true }) epoch!: number;
  @Column({ type: 'tinyint', unsigned: true }) attempts!: number;
  @Column({ type: 'tinyint', unsigned: true }) losses!: number;
  @Column({ type: 'text', nullable: true, transformer: jsonColumn }) counts!: unknown;
  @Column({ type: 'int', unsigned: true, name: 'rows_reset' }) rowsReset!: number;
  @Column({ type: 'int', unsigned: true, name: 'rows_nothing_to_reset' }) rowsNothingToReset!: number;
  @Column({ type: 'int', unsigned: true, name: 'rows_changed' }) rowsChanged!: number;
}
