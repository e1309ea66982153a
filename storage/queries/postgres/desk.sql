-- name: hold_operator
-- An operator's row until the commit, so that open cases are counted by one at a time; differs because others write beside this transaction.
select person_id from staff where person_id = :operator_id for no key update;
