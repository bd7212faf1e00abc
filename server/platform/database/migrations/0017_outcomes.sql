CREATE TABLE "milestones" (
	"id" text PRIMARY KEY NOT NULL,
	"escalation_id" text NOT NULL,
	"title" text NOT NULL,
	"due_on" date,
	"done_by" text,
	"done_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outcome_changes" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"escalation_id" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"because" text DEFAULT '' NOT NULL,
	"what" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outcomes" (
	"escalation_id" text PRIMARY KEY NOT NULL,
	"goal_id" text,
	"metric" text NOT NULL,
	"unit" text NOT NULL,
	"baseline" double precision NOT NULL,
	"promised" double precision NOT NULL,
	"due_on" date NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"measurer_id" text NOT NULL,
	"asked_at" timestamp with time zone,
	"value" double precision,
	"evidence" text,
	"link" text,
	"measured_by" text,
	"measured_at" timestamp with time zone,
	CONSTRAINT "outcomes_measured_whole" CHECK ((value is null) = (measured_at is null))
);
--> statement-breakpoint
ALTER TABLE "milestones" ADD CONSTRAINT "milestones_escalation_id_escalations_id_fk" FOREIGN KEY ("escalation_id") REFERENCES "public"."escalations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "milestones" ADD CONSTRAINT "milestones_done_by_user_id_fk" FOREIGN KEY ("done_by") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outcome_changes" ADD CONSTRAINT "outcome_changes_escalation_id_escalations_id_fk" FOREIGN KEY ("escalation_id") REFERENCES "public"."escalations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outcome_changes" ADD CONSTRAINT "outcome_changes_by_user_id_fk" FOREIGN KEY ("by") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outcomes" ADD CONSTRAINT "outcomes_escalation_id_escalations_id_fk" FOREIGN KEY ("escalation_id") REFERENCES "public"."escalations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outcomes" ADD CONSTRAINT "outcomes_goal_id_goals_id_fk" FOREIGN KEY ("goal_id") REFERENCES "public"."goals"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outcomes" ADD CONSTRAINT "outcomes_measurer_id_user_id_fk" FOREIGN KEY ("measurer_id") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outcomes" ADD CONSTRAINT "outcomes_measured_by_user_id_fk" FOREIGN KEY ("measured_by") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "milestones_case" ON "milestones" USING btree ("escalation_id");--> statement-breakpoint
CREATE INDEX "outcome_changes_case" ON "outcome_changes" USING btree ("escalation_id","seq");--> statement-breakpoint
CREATE INDEX "outcomes_goal" ON "outcomes" USING btree ("goal_id");--> statement-breakpoint
CREATE INDEX "outcomes_due" ON "outcomes" USING btree ("due_at") WHERE value is null and asked_at is null;