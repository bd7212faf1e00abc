CREATE TABLE "absences" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"from_day" text NOT NULL,
	"to_day" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "absences_in_order" CHECK ("absences"."from_day" <= "absences"."to_day")
);
--> statement-breakpoint
CREATE TABLE "org_people" (
	"email" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"unit" text,
	"manager_email" text,
	"deputy_email" text,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "org_people_small_letters" CHECK ("org_people"."email" = lower("org_people"."email"))
);
--> statement-breakpoint
CREATE TABLE "org_settings" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"time_zone" text NOT NULL,
	"weekend" integer[] NOT NULL,
	"holidays" text[] NOT NULL,
	"spans" jsonb NOT NULL,
	"agenda_keeper_id" text,
	"day_rate_euros" integer NOT NULL,
	"sponsor_figures_open" boolean DEFAULT false NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "org_settings_one_row" CHECK ("org_settings"."id" = 1)
);
--> statement-breakpoint
ALTER TABLE "absences" ADD CONSTRAINT "absences_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "org_settings" ADD CONSTRAINT "org_settings_agenda_keeper_id_user_id_fk" FOREIGN KEY ("agenda_keeper_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "absences_user" ON "absences" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "org_people_manager" ON "org_people" USING btree ("manager_email");