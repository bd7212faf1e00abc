CREATE TABLE "authorship_keys" (
	"board_id" text PRIMARY KEY NOT NULL,
	"key" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "document_versions" (
	"version_id" text PRIMARY KEY NOT NULL,
	"document" text NOT NULL,
	"seq" bigint NOT NULL,
	"state" "bytea" NOT NULL,
	"name" text,
	"named_by" text,
	"editors" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sync_clients" (
	"document" text NOT NULL,
	"client_id" bigint NOT NULL,
	"owner" text,
	CONSTRAINT "sync_clients_document_client_id_pk" PRIMARY KEY("document","client_id")
);
--> statement-breakpoint
ALTER TABLE "authorship_keys" ADD CONSTRAINT "authorship_keys_board_id_boards_id_fk" FOREIGN KEY ("board_id") REFERENCES "public"."boards"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_versions" ADD CONSTRAINT "document_versions_document_sync_documents_name_fk" FOREIGN KEY ("document") REFERENCES "public"."sync_documents"("name") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_clients" ADD CONSTRAINT "sync_clients_document_sync_documents_name_fk" FOREIGN KEY ("document") REFERENCES "public"."sync_documents"("name") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "document_versions_newest" ON "document_versions" USING btree ("document","created_at");--> statement-breakpoint
-- Rows written before authorship was hashed say who wrote on anonymous boards: that link goes.
UPDATE "sync_updates" SET "user_id" = NULL, "session_id" = NULL
WHERE split_part("document", '.', 2) IN (
  SELECT b."id" FROM "boards" b WHERE b."naming" = 'anonymous'
  UNION ALL SELECT i."id" FROM "ideas" i JOIN "boards" b ON b."id" = i."board_id" WHERE b."naming" = 'anonymous'
);
