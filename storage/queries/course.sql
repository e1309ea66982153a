-- name: find_attempt
-- An attempt of this person, with the id of the newest one at the same lesson: older buttons are stale.
SELECT a.id, a.person_id, a.lesson, a.step, a.finished_at,
       (SELECT MAX(n.id) FROM attempts AS n
         WHERE n.person_id = a.person_id AND n.lesson = a.lesson) AS newest_id
FROM attempts AS a
WHERE a.id = :id AND a.person_id = :person_id;

-- name: find_answers
-- The answers of an attempt, read beside it to know which questions are open.
SELECT question, option, correct FROM answers WHERE attempt_id = :attempt_id;

-- name: find_newest_attempt
-- The attempt that opening a lesson goes on with, or finds finished.
SELECT id, person_id, lesson, step, finished_at, id AS newest_id
FROM attempts
WHERE person_id = :person_id AND lesson = :lesson
ORDER BY id DESC
LIMIT 1;

-- name: find_newest_answers
-- The answers of that newest attempt, in the same crossing.
SELECT question, option, correct
FROM answers
WHERE attempt_id = (SELECT MAX(id) FROM attempts
                     WHERE person_id = :person_id AND lesson = :lesson);

-- name: start_attempt
-- A new walk through a lesson; the id goes into its buttons.
INSERT INTO attempts (person_id, lesson, step, started_at, updated_at)
VALUES (:person_id, :lesson, 0, :now, :now)
RETURNING id;

-- name: save_attempt_step!
-- Where the person stands, so that the lesson opens there after a restart or a week.
UPDATE attempts SET step = :step, updated_at = :now
WHERE id = :id AND finished_at IS NULL;

-- name: finish_attempt!
-- Finished once and for good: a second press does not move the day.
UPDATE attempts SET step = :step, updated_at = :now, finished_at = :now
WHERE id = :id AND finished_at IS NULL;

-- name: save_answer!
-- The first answer to a question is the one that counts.
INSERT INTO answers (attempt_id, question, option, correct, answered_at)
VALUES (:attempt_id, :question, :option, :correct, :now)
ON CONFLICT (attempt_id, question) DO NOTHING;

-- name: find_lesson_records
-- The newest attempt at each lesson and whether any of them was finished: the list of lessons in one read.
SELECT a.lesson, a.step, a.updated_at, a.finished_at, latest.first_finished_at
FROM attempts AS a
JOIN (SELECT MAX(id) AS id, MIN(finished_at) AS first_finished_at
        FROM attempts
       WHERE person_id = :person_id
       GROUP BY lesson) AS latest ON latest.id = a.id;

-- name: count_answers
-- How many answers a person has given and how many were right, for their progress.
SELECT COUNT(*) AS answered, COALESCE(SUM(n.correct), 0) AS correct
FROM answers AS n
JOIN attempts AS a ON a.id = n.attempt_id
WHERE a.person_id = :person_id;
