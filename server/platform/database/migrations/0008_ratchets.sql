-- What a round hides from everybody, and whose votes are whose, is promised when people vote: it can be tightened later,
-- never loosened, by whatever program writes here.
CREATE FUNCTION "rounds_only_tighten"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF (OLD."blind" AND NOT NEW."blind") OR (OLD."secret" AND NOT NEW."secret") THEN
		RAISE EXCEPTION 'a round that is blind or secret stays so' USING ERRCODE = 'check_violation';
	END IF;
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "rounds_ratchet" BEFORE UPDATE ON "rounds" FOR EACH ROW EXECUTE FUNCTION "rounds_only_tighten"();
