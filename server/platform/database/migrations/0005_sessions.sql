CREATE TABLE "sealed_ideas" (
	"id" text PRIMARY KEY NOT NULL,
	"board_id" text NOT NULL,
	"number" integer,
	"text" text NOT NULL,
	"details" text DEFAULT '' NOT NULL,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"author_id" text,
	"author_mark" "bytea",
	"on_behalf_of" text,
	"column_id" text,
	"color" text DEFAULT 'sun' NOT NULL,
	"x" double precision DEFAULT 0 NOT NULL,
	"y" double precision DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session_marks" (
	"session_id" text NOT NULL,
	"user_id" text NOT NULL,
	"ready_in" text,
	"wrote_in" text,
	"hand_at" timestamp with time zone,
	CONSTRAINT "session_marks_session_id_user_id_pk" PRIMARY KEY("session_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "session_steps" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "session_steps_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"session_id" text NOT NULL,
	"from_phase" text,
	"to_phase" text NOT NULL,
	"by" text,
	"at" timestamp with time zone NOT NULL,
	"revealed" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"receipts" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"round_closed" text,
	"round_opened" text,
	"timer_before" jsonb,
	"undone_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"board_id" text NOT NULL,
	"recipe" text NOT NULL,
	"phases" jsonb NOT NULL,
	"phase_id" text NOT NULL,
	"policy" jsonb NOT NULL,
	"closes_at" timestamp with time zone,
	"closing_to" text,
	"timer" jsonb,
	"round_id" text,
	"started_by" text,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	"rev" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "sealed_ideas" ADD CONSTRAINT "sealed_ideas_board_id_boards_id_fk" FOREIGN KEY ("board_id") REFERENCES "public"."boards"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sealed_ideas" ADD CONSTRAINT "sealed_ideas_author_id_user_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_marks" ADD CONSTRAINT "session_marks_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_marks" ADD CONSTRAINT "session_marks_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_steps" ADD CONSTRAINT "session_steps_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_steps" ADD CONSTRAINT "session_steps_by_user_id_fk" FOREIGN KEY ("by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_board_id_boards_id_fk" FOREIGN KEY ("board_id") REFERENCES "public"."boards"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_started_by_user_id_fk" FOREIGN KEY ("started_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sealed_ideas_board" ON "sealed_ideas" USING btree ("board_id");--> statement-breakpoint
CREATE INDEX "session_steps_session" ON "session_steps" USING btree ("session_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_one_running" ON "sessions" USING btree ("board_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "sessions_board" ON "sessions" USING btree ("board_id","started_at");--> statement-breakpoint
CREATE INDEX "sessions_closing" ON "sessions" USING btree ("closes_at") WHERE closes_at is not null;