CREATE TABLE "seats" (
	"user_id" text PRIMARY KEY NOT NULL,
	"board_id" text NOT NULL,
	"holder_id" text NOT NULL,
	"proxy" boolean DEFAULT false NOT NULL,
	"for_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "ideas" ADD COLUMN "proxy" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "ideas" ADD COLUMN "entered_by" text;--> statement-breakpoint
ALTER TABLE "sealed_ideas" ADD COLUMN "proxy" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "sealed_ideas" ADD COLUMN "entered_by" text;--> statement-breakpoint
ALTER TABLE "seats" ADD CONSTRAINT "seats_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seats" ADD CONSTRAINT "seats_board_id_boards_id_fk" FOREIGN KEY ("board_id") REFERENCES "public"."boards"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seats" ADD CONSTRAINT "seats_holder_id_user_id_fk" FOREIGN KEY ("holder_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seats" ADD CONSTRAINT "seats_for_id_user_id_fk" FOREIGN KEY ("for_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "seats_holder" ON "seats" USING btree ("holder_id","board_id");--> statement-breakpoint
CREATE INDEX "seats_board" ON "seats" USING btree ("board_id");--> statement-breakpoint
CREATE UNIQUE INDEX "seats_one_proxy" ON "seats" USING btree ("board_id","for_id") WHERE removed_at is null and for_id is not null;--> statement-breakpoint
ALTER TABLE "ideas" ADD CONSTRAINT "ideas_entered_by_user_id_fk" FOREIGN KEY ("entered_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sealed_ideas" ADD CONSTRAINT "sealed_ideas_entered_by_user_id_fk" FOREIGN KEY ("entered_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;