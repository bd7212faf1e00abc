CREATE TABLE "card_reports" (
	"id" text PRIMARY KEY NOT NULL,
	"board_id" text NOT NULL,
	"idea_id" text NOT NULL,
	"reporter_id" text,
	"reporter_mark" "bytea",
	"reason" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"outcome" text,
	"answer" text,
	"decided_by" text,
	"decided_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "own_recipes" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"name" text NOT NULL,
	"phases" jsonb NOT NULL,
	"saved_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "session_marks" ADD COLUMN "roams" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "led_by" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "leads" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "deputy_id" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "led_seen_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "leads_seen_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "lead_state" text DEFAULT 'here' NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "summons" jsonb;--> statement-breakpoint
ALTER TABLE "card_reports" ADD CONSTRAINT "card_reports_board_id_boards_id_fk" FOREIGN KEY ("board_id") REFERENCES "public"."boards"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "card_reports" ADD CONSTRAINT "card_reports_idea_id_ideas_id_fk" FOREIGN KEY ("idea_id") REFERENCES "public"."ideas"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "card_reports" ADD CONSTRAINT "card_reports_reporter_id_user_id_fk" FOREIGN KEY ("reporter_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "card_reports" ADD CONSTRAINT "card_reports_decided_by_user_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "own_recipes" ADD CONSTRAINT "own_recipes_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "card_reports_board" ON "card_reports" USING btree ("board_id","idea_id");--> statement-breakpoint
CREATE UNIQUE INDEX "card_reports_once" ON "card_reports" USING btree ("idea_id","reporter_id") WHERE reporter_id is not null;--> statement-breakpoint
CREATE INDEX "own_recipes_user" ON "own_recipes" USING btree ("user_id","saved_at");--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_led_by_user_id_fk" FOREIGN KEY ("led_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_deputy_id_user_id_fk" FOREIGN KEY ("deputy_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
UPDATE "sessions" SET "led_by" = "started_by";
