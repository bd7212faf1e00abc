CREATE TABLE "business_cases" (
	"idea_id" text PRIMARY KEY NOT NULL,
	"beneficiaries" text DEFAULT '' NOT NULL,
	"rev" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "estimates" (
	"id" text PRIMARY KEY NOT NULL,
	"idea_id" text NOT NULL,
	"author_id" text,
	"author_mark" "bytea",
	"value_low" bigint NOT NULL,
	"value_high" bigint NOT NULL,
	"cost_once" bigint NOT NULL,
	"cost_yearly" bigint NOT NULL,
	"work_days" integer NOT NULL,
	"confidence" integer NOT NULL,
	"basis" text DEFAULT '' NOT NULL,
	CONSTRAINT "estimates_author" UNIQUE("idea_id","author_id"),
	CONSTRAINT "estimates_mark" UNIQUE("idea_id","author_mark")
);
--> statement-breakpoint
CREATE TABLE "idea_carriers" (
	"idea_id" text NOT NULL,
	"user_id" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idea_carriers_idea_id_user_id_pk" PRIMARY KEY("idea_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "proposal_fullness" (
	"idea_id" text PRIMARY KEY NOT NULL,
	"filled" integer NOT NULL,
	"parts" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signature_requests" (
	"idea_id" text PRIMARY KEY NOT NULL,
	"asked_by" text,
	"asked_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "board_goals" (
	"board_id" text NOT NULL,
	"goal_id" text NOT NULL,
	CONSTRAINT "board_goals_board_id_goal_id_pk" PRIMARY KEY("board_id","goal_id")
);
--> statement-breakpoint
CREATE TABLE "goal_changes" (
	"id" text PRIMARY KEY NOT NULL,
	"goal_id" text NOT NULL,
	"by_id" text,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"changes" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "goal_readings" (
	"id" text PRIMARY KEY NOT NULL,
	"goal_id" text NOT NULL,
	"on_day" date NOT NULL,
	"value" double precision NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"by_id" text,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "goals" (
	"id" text PRIMARY KEY NOT NULL,
	"parent_id" text,
	"title" text NOT NULL,
	"why" text DEFAULT '' NOT NULL,
	"measure" jsonb,
	"owner_id" text,
	"position" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp with time zone,
	"rev" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idea_goals" (
	"idea_id" text NOT NULL,
	"goal_id" text NOT NULL,
	CONSTRAINT "idea_goals_idea_id_goal_id_pk" PRIMARY KEY("idea_id","goal_id")
);
--> statement-breakpoint
ALTER TABLE "ideas" ADD COLUMN "signed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "business_cases" ADD CONSTRAINT "business_cases_idea_id_ideas_id_fk" FOREIGN KEY ("idea_id") REFERENCES "public"."ideas"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "estimates" ADD CONSTRAINT "estimates_idea_id_ideas_id_fk" FOREIGN KEY ("idea_id") REFERENCES "public"."ideas"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "estimates" ADD CONSTRAINT "estimates_author_id_user_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idea_carriers" ADD CONSTRAINT "idea_carriers_idea_id_ideas_id_fk" FOREIGN KEY ("idea_id") REFERENCES "public"."ideas"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idea_carriers" ADD CONSTRAINT "idea_carriers_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal_fullness" ADD CONSTRAINT "proposal_fullness_idea_id_ideas_id_fk" FOREIGN KEY ("idea_id") REFERENCES "public"."ideas"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signature_requests" ADD CONSTRAINT "signature_requests_idea_id_ideas_id_fk" FOREIGN KEY ("idea_id") REFERENCES "public"."ideas"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signature_requests" ADD CONSTRAINT "signature_requests_asked_by_user_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "board_goals" ADD CONSTRAINT "board_goals_board_id_boards_id_fk" FOREIGN KEY ("board_id") REFERENCES "public"."boards"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "board_goals" ADD CONSTRAINT "board_goals_goal_id_goals_id_fk" FOREIGN KEY ("goal_id") REFERENCES "public"."goals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "goal_changes" ADD CONSTRAINT "goal_changes_goal_id_goals_id_fk" FOREIGN KEY ("goal_id") REFERENCES "public"."goals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "goal_changes" ADD CONSTRAINT "goal_changes_by_id_user_id_fk" FOREIGN KEY ("by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "goal_readings" ADD CONSTRAINT "goal_readings_goal_id_goals_id_fk" FOREIGN KEY ("goal_id") REFERENCES "public"."goals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "goal_readings" ADD CONSTRAINT "goal_readings_by_id_user_id_fk" FOREIGN KEY ("by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "goals" ADD CONSTRAINT "goals_parent_id_goals_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."goals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "goals" ADD CONSTRAINT "goals_owner_id_user_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idea_goals" ADD CONSTRAINT "idea_goals_idea_id_ideas_id_fk" FOREIGN KEY ("idea_id") REFERENCES "public"."ideas"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idea_goals" ADD CONSTRAINT "idea_goals_goal_id_goals_id_fk" FOREIGN KEY ("goal_id") REFERENCES "public"."goals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "estimates_idea" ON "estimates" USING btree ("idea_id");--> statement-breakpoint
CREATE INDEX "board_goals_goal" ON "board_goals" USING btree ("goal_id");--> statement-breakpoint
CREATE INDEX "goal_changes_goal" ON "goal_changes" USING btree ("goal_id","at");--> statement-breakpoint
CREATE INDEX "goal_readings_goal" ON "goal_readings" USING btree ("goal_id","on_day");--> statement-breakpoint
CREATE INDEX "goals_parent" ON "goals" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "idea_goals_goal" ON "idea_goals" USING btree ("goal_id");--> statement-breakpoint
CREATE FUNCTION goal_changes_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'changes of goals are only ever added to';
END $$;--> statement-breakpoint
CREATE TRIGGER goal_changes_kept BEFORE UPDATE OF id, goal_id, at, changes ON goal_changes
  FOR EACH ROW EXECUTE FUNCTION goal_changes_are_kept();--> statement-breakpoint
CREATE TRIGGER goal_changes_not_removed BEFORE DELETE ON goal_changes
  FOR EACH ROW EXECUTE FUNCTION goal_changes_are_kept();
