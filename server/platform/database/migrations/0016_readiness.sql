CREATE TABLE "idea_readiness" (
	"idea_id" text PRIMARY KEY NOT NULL,
	"ready" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "idea_readiness" ADD CONSTRAINT "idea_readiness_idea_id_ideas_id_fk" FOREIGN KEY ("idea_id") REFERENCES "public"."ideas"("id") ON DELETE cascade ON UPDATE no action;