ALTER TABLE "webhooks" ADD COLUMN "former_secret" text;--> statement-breakpoint
ALTER TABLE "webhooks" ADD COLUMN "former_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "org_settings" ADD COLUMN "language" text;--> statement-breakpoint
CREATE INDEX "case_moves_turn" ON "case_moves" USING btree (("after" ->> 'owedBy'),"seq");--> statement-breakpoint
CREATE INDEX "case_moves_at" ON "case_moves" USING btree ("at");