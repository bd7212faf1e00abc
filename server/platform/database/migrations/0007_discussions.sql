CREATE TABLE "discussion_answers" (
	"session_id" text NOT NULL,
	"user_id" text NOT NULL,
	"yes" boolean NOT NULL,
	CONSTRAINT "discussion_answers_session_id_user_id_pk" PRIMARY KEY("session_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "discussion_entries" (
	"id" text PRIMARY KEY NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "discussion_entries_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"board_id" text NOT NULL,
	"session_id" text NOT NULL,
	"topic_id" text,
	"idea_id" text,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"owner_id" text,
	"owner_name" text,
	"due_on" text,
	"done_at" timestamp with time zone,
	"author_id" text,
	"removed_at" timestamp with time zone,
	"rev" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "discussions" (
	"session_id" text PRIMARY KEY NOT NULL,
	"round_id" text,
	"topics" jsonb NOT NULL,
	"current_id" text,
	"timer" jsonb,
	"topic_ms" integer,
	"ask_id" text,
	"rev" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "minutes" (
	"session_id" text PRIMARY KEY NOT NULL,
	"board_id" text NOT NULL,
	"facts" jsonb NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session_people" (
	"session_id" text NOT NULL,
	"user_id" text NOT NULL,
	CONSTRAINT "session_people_session_id_user_id_pk" PRIMARY KEY("session_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "round_answers" (
	"round_id" text NOT NULL,
	"user_id" text NOT NULL,
	"idea_id" text NOT NULL,
	"values" integer[] NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	CONSTRAINT "round_answers_round_id_user_id_idea_id_pk" PRIMARY KEY("round_id","user_id","idea_id"),
	CONSTRAINT "round_answers_something" CHECK (cardinality("values") > 0)
);
--> statement-breakpoint
CREATE TABLE "round_topics" (
	"round_id" text NOT NULL,
	"idea_id" text NOT NULL,
	"title" text,
	"ideas" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "round_topics_round_id_idea_id_pk" PRIMARY KEY("round_id","idea_id")
);
--> statement-breakpoint
ALTER TABLE "rounds" ADD COLUMN "settings" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "rounds" ADD COLUMN "scope" text DEFAULT 'board' NOT NULL;--> statement-breakpoint
ALTER TABLE "discussion_answers" ADD CONSTRAINT "discussion_answers_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "discussion_answers" ADD CONSTRAINT "discussion_answers_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "discussion_entries" ADD CONSTRAINT "discussion_entries_board_id_boards_id_fk" FOREIGN KEY ("board_id") REFERENCES "public"."boards"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "discussion_entries" ADD CONSTRAINT "discussion_entries_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "discussion_entries" ADD CONSTRAINT "discussion_entries_idea_id_ideas_id_fk" FOREIGN KEY ("idea_id") REFERENCES "public"."ideas"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "discussion_entries" ADD CONSTRAINT "discussion_entries_owner_id_user_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "discussion_entries" ADD CONSTRAINT "discussion_entries_author_id_user_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "discussions" ADD CONSTRAINT "discussions_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes" ADD CONSTRAINT "minutes_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes" ADD CONSTRAINT "minutes_board_id_boards_id_fk" FOREIGN KEY ("board_id") REFERENCES "public"."boards"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_people" ADD CONSTRAINT "session_people_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_people" ADD CONSTRAINT "session_people_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "round_answers" ADD CONSTRAINT "round_answers_round_id_rounds_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."rounds"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "round_answers" ADD CONSTRAINT "round_answers_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "round_answers" ADD CONSTRAINT "round_answers_idea_id_ideas_id_fk" FOREIGN KEY ("idea_id") REFERENCES "public"."ideas"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "round_topics" ADD CONSTRAINT "round_topics_round_id_rounds_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."rounds"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "round_topics" ADD CONSTRAINT "round_topics_idea_id_ideas_id_fk" FOREIGN KEY ("idea_id") REFERENCES "public"."ideas"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "discussion_entries_session" ON "discussion_entries" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "discussion_entries_board" ON "discussion_entries" USING btree ("board_id","kind");--> statement-breakpoint
CREATE INDEX "discussion_entries_idea" ON "discussion_entries" USING btree ("idea_id");--> statement-breakpoint
CREATE INDEX "minutes_board" ON "minutes" USING btree ("board_id");--> statement-breakpoint
CREATE INDEX "session_people_user" ON "session_people" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "round_answers_idea" ON "round_answers" USING btree ("round_id","idea_id");