-- name: hold_operator
-- An operator's row until the commit; differs because SQLite's one writer holds everything already.
select person_id from staff where person_id = :operator_id;
