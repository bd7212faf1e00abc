ALTER TABLE "sync_documents" ADD COLUMN "snapshot_checksum" bigint;--> statement-breakpoint
ALTER TABLE "sync_documents" ADD COLUMN "snapshot_checksum_seq" bigint;--> statement-breakpoint
ALTER TABLE "sync_updates" ADD COLUMN "checksum" bigint;