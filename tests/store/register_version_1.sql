-- A register of version 1 of the schema, as its program made it. Frozen: never made anew.
BEGIN TRANSACTION;
CREATE TABLE about (
	schema_version INTEGER NOT NULL, 
	PRIMARY KEY (schema_version)
);
INSERT INTO "about" VALUES(1);
CREATE TABLE claims (
	reading INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	act TEXT NOT NULL, 
	shape TEXT NOT NULL, 
	status TEXT NOT NULL, 
	earliest DATE, 
	latest DATE, 
	country TEXT, 
	body TEXT NOT NULL, 
	PRIMARY KEY (reading, position), 
	FOREIGN KEY(reading) REFERENCES readings (number)
);
INSERT INTO "claims" VALUES(1,0,'c_1','arrest','incident','reported',NULL,NULL,NULL,'{"id": "c_1", "act": "arrest", "shape": "incident", "when": null, "where": null, "count": {"low": 2, "high": 2, "unit": "person", "text": "Two people"}, "people": {"group": null, "female": null, "male": null, "children": null, "ages": [], "names": []}, "actor": null, "manner": [], "voices": [], "status": "reported", "relations": [], "quotes": [], "found_by": "en/1"}');
INSERT INTO "claims" VALUES(1,1,'c_2','arrest','incident','reported',NULL,NULL,NULL,'{"id": "c_2", "act": "arrest", "shape": "incident", "when": null, "where": null, "count": {"low": 2, "high": 2, "unit": "person", "text": "Two people"}, "people": {"group": null, "female": null, "male": null, "children": null, "ages": [], "names": []}, "actor": null, "manner": [], "voices": [], "status": "reported", "relations": [], "quotes": [], "found_by": "en/1"}');
INSERT INTO "claims" VALUES(2,0,'c_1','arrest','incident','reported',NULL,NULL,NULL,'{"id": "c_1", "act": "arrest", "shape": "incident", "when": null, "where": null, "count": {"low": 2, "high": 2, "unit": "person", "text": "Two people"}, "people": {"group": null, "female": null, "male": null, "children": null, "ages": [], "names": []}, "actor": null, "manner": [], "voices": [], "status": "reported", "relations": [], "quotes": [], "found_by": "en/1"}');
INSERT INTO "claims" VALUES(2,1,'c_2','arrest','incident','reported',NULL,NULL,NULL,'{"id": "c_2", "act": "arrest", "shape": "incident", "when": null, "where": null, "count": {"low": 2, "high": 2, "unit": "person", "text": "Two people"}, "people": {"group": null, "female": null, "male": null, "children": null, "ages": [], "names": []}, "actor": null, "manner": [], "voices": [], "status": "reported", "relations": [], "quotes": [], "found_by": "en/1"}');
CREATE TABLE faults (
	reading INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (reading, position), 
	FOREIGN KEY(reading) REFERENCES readings (number)
);
INSERT INTO "faults" VALUES(1,0,'{"code": "quote", "detail": "not at its offsets"}');
INSERT INTO "faults" VALUES(2,0,'{"code": "quote", "detail": "not at its offsets"}');
CREATE TABLE link_runs (
	number INTEGER NOT NULL, 
	run_at TEXT NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "link_runs" VALUES(1,'2026-03-01T12:00:00+00:00');
CREATE TABLE links (
	number INTEGER NOT NULL, 
	run INTEGER, 
	"left" TEXT NOT NULL, 
	"right" TEXT NOT NULL, 
	judgement TEXT NOT NULL, 
	score FLOAT NOT NULL, 
	"by" TEXT NOT NULL, 
	judged_at TEXT NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (number), 
	FOREIGN KEY(run) REFERENCES link_runs (number)
);
INSERT INTO "links" VALUES(1,1,'c_1','c_2','same',0.9,'rule:3','2026-03-01T12:00:00+00:00','{"left": "c_1", "right": "c_2", "judgement": "same", "score": 0.9, "reasons": ["same day"], "by": "rule:3"}');
INSERT INTO "links" VALUES(2,NULL,'c_1','c_2','different',0.9,'person:eva','2026-03-01T12:00:00+00:00','{"left": "c_1", "right": "c_2", "judgement": "different", "score": 0.9, "reasons": ["same day"], "by": "person:eva"}');
CREATE TABLE readings (
	number INTEGER NOT NULL, 
	revision TEXT NOT NULL, 
	uid TEXT NOT NULL, 
	reader TEXT NOT NULL, 
	published_on DATE, 
	read_at TEXT NOT NULL, 
	error TEXT, 
	notes TEXT NOT NULL, 
	PRIMARY KEY (number), 
	FOREIGN KEY(revision) REFERENCES reports (revision)
);
INSERT INTO "readings" VALUES(1,'v_932c102643bd84478d3901e5f629446e','u_d0772b92e720a4890e22f721b82557b8','en/1','2019-06-03','2026-03-01T12:00:00+00:00',NULL,'[]');
INSERT INTO "readings" VALUES(2,'v_932c102643bd84478d3901e5f629446e','u_d0772b92e720a4890e22f721b82557b8','en/2','2019-06-03','2026-03-01T12:00:00+00:00',NULL,'["read anew"]');
CREATE TABLE reports (
	revision TEXT NOT NULL, 
	uid TEXT NOT NULL, 
	id TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	input TEXT NOT NULL, 
	url TEXT, 
	outlet TEXT, 
	title TEXT, 
	published_on DATE, 
	language TEXT, 
	text TEXT NOT NULL, 
	captured_at TEXT NOT NULL, 
	PRIMARY KEY (revision)
);
INSERT INTO "reports" VALUES('v_932c102643bd84478d3901e5f629446e','u_d0772b92e720a4890e22f721b82557b8','r_1','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','in/1.txt',NULL,'The Border Post',NULL,'2019-06-03','en','Two people were arrested on May 15.','2026-03-01T12:00:00+00:00');
CREATE TABLE reviews (
	number INTEGER NOT NULL, 
	claim TEXT NOT NULL, 
	decision TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	at TEXT NOT NULL, 
	because TEXT NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "reviews" VALUES(1,'c_1','accepted','person:1','2026-03-01T12:00:00+00:00','read');
CREATE TABLE statements (
	reading INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (reading, position), 
	FOREIGN KEY(reading) REFERENCES readings (number)
);
INSERT INTO "statements" VALUES(1,0,'{"id": "s_1", "kind": "appeal", "about": [], "voices": [], "quotes": [], "status": "reported"}');
INSERT INTO "statements" VALUES(2,0,'{"id": "s_1", "kind": "appeal", "about": [], "voices": [], "quotes": [], "status": "reported"}');
CREATE TABLE sums (
	reading INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (reading, position), 
	FOREIGN KEY(reading) REFERENCES readings (number)
);
INSERT INTO "sums" VALUES(1,0,'{"text": "two", "of": "people", "stated": {"low": 2, "high": 2}, "read": 2, "agrees": true, "claims": [], "quotes": []}');
INSERT INTO "sums" VALUES(2,0,'{"text": "two", "of": "people", "stated": {"low": 2, "high": 2}, "read": 2, "agrees": true, "claims": [], "quotes": []}');
CREATE INDEX ix_reports_uid ON reports (uid);
CREATE INDEX ix_reports_id ON reports (id);
CREATE INDEX ix_reviews_claim ON reviews (claim);
CREATE INDEX ix_readings_uid ON readings (uid);
CREATE INDEX ix_readings_revision ON readings (revision);
CREATE INDEX ix_links_run ON links (run);
CREATE INDEX claims_by_question ON claims (act, country, earliest, latest);
CREATE INDEX ix_claims_id ON claims (id);
CREATE TRIGGER "about_no_update" BEFORE UPDATE ON "about" BEGIN SELECT RAISE(ABORT, 'the register is append-only: table about refuses this'); END;
CREATE TRIGGER "about_no_delete" BEFORE DELETE ON "about" BEGIN SELECT RAISE(ABORT, 'the register is append-only: table about refuses this'); END;
CREATE TRIGGER "about_no_replace" BEFORE INSERT ON "about" WHEN EXISTS (SELECT 1 FROM "about" WHERE "schema_version" = NEW."schema_version") BEGIN SELECT RAISE(ABORT, 'the register is append-only: table about refuses this'); END;
CREATE TRIGGER "link_runs_no_update" BEFORE UPDATE ON "link_runs" BEGIN SELECT RAISE(ABORT, 'the register is append-only: table link_runs refuses this'); END;
CREATE TRIGGER "link_runs_no_delete" BEFORE DELETE ON "link_runs" BEGIN SELECT RAISE(ABORT, 'the register is append-only: table link_runs refuses this'); END;
CREATE TRIGGER "link_runs_no_replace" BEFORE INSERT ON "link_runs" WHEN EXISTS (SELECT 1 FROM "link_runs" WHERE "number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'the register is append-only: table link_runs refuses this'); END;
CREATE TRIGGER "reports_no_update" BEFORE UPDATE ON "reports" BEGIN SELECT RAISE(ABORT, 'the register is append-only: table reports refuses this'); END;
CREATE TRIGGER "reports_no_delete" BEFORE DELETE ON "reports" BEGIN SELECT RAISE(ABORT, 'the register is append-only: table reports refuses this'); END;
CREATE TRIGGER "reports_no_replace" BEFORE INSERT ON "reports" WHEN EXISTS (SELECT 1 FROM "reports" WHERE "revision" = NEW."revision") BEGIN SELECT RAISE(ABORT, 'the register is append-only: table reports refuses this'); END;
CREATE TRIGGER "reviews_no_update" BEFORE UPDATE ON "reviews" BEGIN SELECT RAISE(ABORT, 'the register is append-only: table reviews refuses this'); END;
CREATE TRIGGER "reviews_no_delete" BEFORE DELETE ON "reviews" BEGIN SELECT RAISE(ABORT, 'the register is append-only: table reviews refuses this'); END;
CREATE TRIGGER "reviews_no_replace" BEFORE INSERT ON "reviews" WHEN EXISTS (SELECT 1 FROM "reviews" WHERE "number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'the register is append-only: table reviews refuses this'); END;
CREATE TRIGGER "links_no_update" BEFORE UPDATE ON "links" BEGIN SELECT RAISE(ABORT, 'the register is append-only: table links refuses this'); END;
CREATE TRIGGER "links_no_delete" BEFORE DELETE ON "links" BEGIN SELECT RAISE(ABORT, 'the register is append-only: table links refuses this'); END;
CREATE TRIGGER "links_no_replace" BEFORE INSERT ON "links" WHEN EXISTS (SELECT 1 FROM "links" WHERE "number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'the register is append-only: table links refuses this'); END;
CREATE TRIGGER "readings_no_update" BEFORE UPDATE ON "readings" BEGIN SELECT RAISE(ABORT, 'the register is append-only: table readings refuses this'); END;
CREATE TRIGGER "readings_no_delete" BEFORE DELETE ON "readings" BEGIN SELECT RAISE(ABORT, 'the register is append-only: table readings refuses this'); END;
CREATE TRIGGER "readings_no_replace" BEFORE INSERT ON "readings" WHEN EXISTS (SELECT 1 FROM "readings" WHERE "number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'the register is append-only: table readings refuses this'); END;
CREATE TRIGGER "claims_no_update" BEFORE UPDATE ON "claims" BEGIN SELECT RAISE(ABORT, 'the register is append-only: table claims refuses this'); END;
CREATE TRIGGER "claims_no_delete" BEFORE DELETE ON "claims" BEGIN SELECT RAISE(ABORT, 'the register is append-only: table claims refuses this'); END;
CREATE TRIGGER "claims_no_replace" BEFORE INSERT ON "claims" WHEN EXISTS (SELECT 1 FROM "claims" WHERE "reading" = NEW."reading" AND "position" = NEW."position") BEGIN SELECT RAISE(ABORT, 'the register is append-only: table claims refuses this'); END;
CREATE TRIGGER "faults_no_update" BEFORE UPDATE ON "faults" BEGIN SELECT RAISE(ABORT, 'the register is append-only: table faults refuses this'); END;
CREATE TRIGGER "faults_no_delete" BEFORE DELETE ON "faults" BEGIN SELECT RAISE(ABORT, 'the register is append-only: table faults refuses this'); END;
CREATE TRIGGER "faults_no_replace" BEFORE INSERT ON "faults" WHEN EXISTS (SELECT 1 FROM "faults" WHERE "reading" = NEW."reading" AND "position" = NEW."position") BEGIN SELECT RAISE(ABORT, 'the register is append-only: table faults refuses this'); END;
CREATE TRIGGER "statements_no_update" BEFORE UPDATE ON "statements" BEGIN SELECT RAISE(ABORT, 'the register is append-only: table statements refuses this'); END;
CREATE TRIGGER "statements_no_delete" BEFORE DELETE ON "statements" BEGIN SELECT RAISE(ABORT, 'the register is append-only: table statements refuses this'); END;
CREATE TRIGGER "statements_no_replace" BEFORE INSERT ON "statements" WHEN EXISTS (SELECT 1 FROM "statements" WHERE "reading" = NEW."reading" AND "position" = NEW."position") BEGIN SELECT RAISE(ABORT, 'the register is append-only: table statements refuses this'); END;
CREATE TRIGGER "sums_no_update" BEFORE UPDATE ON "sums" BEGIN SELECT RAISE(ABORT, 'the register is append-only: table sums refuses this'); END;
CREATE TRIGGER "sums_no_delete" BEFORE DELETE ON "sums" BEGIN SELECT RAISE(ABORT, 'the register is append-only: table sums refuses this'); END;
CREATE TRIGGER "sums_no_replace" BEFORE INSERT ON "sums" WHEN EXISTS (SELECT 1 FROM "sums" WHERE "reading" = NEW."reading" AND "position" = NEW."position") BEGIN SELECT RAISE(ABORT, 'the register is append-only: table sums refuses this'); END;
COMMIT;
