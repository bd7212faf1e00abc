CREATE TABLE "case_anchors" (
	"day" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "case_moves" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"escalation_id" text NOT NULL,
	"idea_id" text NOT NULL,
	"move" text NOT NULL,
	"by" text,
	"words" text,
	"also" text,
	"after" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "case_people" (
	"user_id" text NOT NULL,
	"escalation_id" text NOT NULL,
	CONSTRAINT "case_people_user_id_escalation_id_pk" PRIMARY KEY("user_id","escalation_id")
);
--> statement-breakpoint
DROP INDEX "escalations_one_waiting";--> statement-breakpoint
DROP INDEX "escalations_sponsor";--> statement-breakpoint
ALTER TABLE "escalations" ADD COLUMN "state" text DEFAULT 'with-sponsor' NOT NULL;--> statement-breakpoint
ALTER TABLE "escalations" ADD COLUMN "owed_by" text;--> statement-breakpoint
ALTER TABLE "escalations" ADD COLUMN "owed_since" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "escalations" ADD COLUMN "owed_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "escalations" ADD COLUMN "turn_days" integer;--> statement-breakpoint
ALTER TABLE "escalations" ADD COLUMN "rest" jsonb;--> statement-breakpoint
ALTER TABLE "escalations" ADD COLUMN "bounces" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "escalations" ADD COLUMN "commitment" jsonb;--> statement-breakpoint
ALTER TABLE "escalations" ADD COLUMN "look_again_at" timestamp with time zone;--> statement-breakpoint
-- What there was before: a sponsor who has not answered owes it for fourteen days from the question; one who endorsed has promised
-- without a date.
UPDATE "escalations" SET
  "state" = CASE "status" WHEN 'waiting' THEN 'with-sponsor' WHEN 'endorsed' THEN 'endorsed' ELSE 'declined' END,
  "owed_by" = CASE WHEN "status" IN ('waiting', 'endorsed') THEN "sponsor_id" END,
  "owed_since" = coalesce("answered_at", "asked_at"),
  "owed_until" = CASE WHEN "status" = 'waiting' THEN "asked_at" + interval '14 days' END;--> statement-breakpoint
ALTER TABLE "case_people" ADD CONSTRAINT "case_people_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_people" ADD CONSTRAINT "case_people_escalation_id_escalations_id_fk" FOREIGN KEY ("escalation_id") REFERENCES "public"."escalations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "case_moves_case" ON "case_moves" USING btree ("escalation_id","seq");--> statement-breakpoint
CREATE INDEX "case_moves_idea" ON "case_moves" USING btree ("idea_id");--> statement-breakpoint
CREATE INDEX "case_people_case" ON "case_people" USING btree ("escalation_id");--> statement-breakpoint
ALTER TABLE "escalations" ADD CONSTRAINT "escalations_owed_by_user_id_fk" FOREIGN KEY ("owed_by") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "escalations_one_open" ON "escalations" USING btree ("idea_id","sponsor_id") WHERE state not in ('endorsed', 'in-progress', 'declined', 'realised', 'stopped');--> statement-breakpoint
CREATE INDEX "escalations_owed" ON "escalations" USING btree ("owed_by");--> statement-breakpoint
CREATE INDEX "escalations_due" ON "escalations" USING btree ("owed_until") WHERE state not in ('endorsed', 'in-progress', 'declined', 'realised', 'stopped');--> statement-breakpoint
CREATE INDEX "escalations_look_again" ON "escalations" USING btree ("look_again_at") WHERE state = 'declined';--> statement-breakpoint
CREATE INDEX "escalations_sponsor" ON "escalations" USING btree ("sponsor_id","state");--> statement-breakpoint
ALTER TABLE "escalations" DROP COLUMN "status";--> statement-breakpoint
ALTER TABLE "escalations" ADD CONSTRAINT "escalations_one_owner" CHECK ((owed_by is null) = (state in ('declined', 'realised', 'stopped')));--> statement-breakpoint
INSERT INTO "case_people" ("user_id", "escalation_id")
  SELECT DISTINCT "sponsor_id", "id" FROM "escalations";--> statement-breakpoint
CREATE FUNCTION "note_case_people"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO case_people (user_id, escalation_id) SELECT DISTINCT person, NEW.id
    FROM unnest(ARRAY[NEW.sponsor_id, NEW.owed_by]) AS person WHERE person IS NOT NULL ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER "escalations_people" AFTER INSERT OR UPDATE OF "sponsor_id", "owed_by" ON "escalations"
  FOR EACH ROW EXECUTE FUNCTION "note_case_people"();--> statement-breakpoint
CREATE FUNCTION "refuse_case_moves"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail is only ever added to' USING ERRCODE = 'insufficient_privilege';
END $$;--> statement-breakpoint
CREATE TRIGGER "case_moves_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "case_moves"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_case_moves"();
