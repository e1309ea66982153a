-- name: canned_by_id
-- One canned reply.
select * from canned_replies where id = :id;

-- name: canned_page
-- A page of all of them; what is searched begins with the title, folded, so it sorts by that.
select * from canned_replies order by coalesce(search_kk, search_ru), id
limit :limit offset :offset;

-- name: canned_offered
-- Those in one language that contain all words, the most used since a day first.
select r.*,
    coalesce((select sum(u.uses) from canned_uses u
        where u.reply_id = r.id and u.day >= :since), 0) as lately
from (
    select c.*,
        case when cast(:language as text) = 'kk' then search_kk else search_ru end as searched
    from canned_replies c
) r
where r.searched like :one escape '!' and r.searched like :two escape '!'
    and r.searched like :three escape '!' and r.searched like :four escape '!'
order by lately desc, r.uses desc, r.id
limit :limit;

-- name: add_canned
-- A new reply; its uses begin at nought.
insert into canned_replies (title, text_kk, text_ru, file_kind, file_id, search_kk, search_ru,
    changed_by, changed_at)
values (:title, :text_kk, :text_ru, :file_kind, :file_id, :search_kk, :search_ru, :by_id, :now)
returning id;

-- name: change_canned!
-- All of its parts anew; its uses stay.
update canned_replies set title = :title, text_kk = :text_kk, text_ru = :text_ru,
    file_kind = :file_kind, file_id = :file_id, search_kk = :search_kk, search_ru = :search_ru,
    changed_by = :by_id, changed_at = :now
where id = :id;

-- name: delete_canned!
-- Its uses go with it.
delete from canned_replies where id = :id;

-- name: use_canned!
-- One use more; the row is held, so that it is not deleted before the day is counted.
update canned_replies set uses = uses + 1 where id = :id;

-- name: count_canned_use!
-- One use more on this day.
insert into canned_uses (reply_id, day, uses) values (:id, :day, 1)
on conflict (reply_id, day) do update set uses = canned_uses.uses + 1;

-- name: forget_canned_uses!
-- Days that decide nothing any more.
delete from canned_uses where reply_id = :id and day < :forget;
