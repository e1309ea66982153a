-- name: board_waiting
-- The queue by urgency, counted up to a limit: how many, since when, and how many of them were promised an
-- earlier time, be it the first or a later one. Each is read in the order of its index, so that PostgreSQL
-- does not look for so many among the closed ones.
with levels (level) as (values ('today'), ('days'), ('week'), ('plan'))
select l.level,
    (select count(*) from (
        select 1 from cases c where c.state = 'waiting' and c.level = l.level
        order by c.created_at limit :upto) as waiting) as count,
    (select min(c.created_at) from cases c
        where c.state = 'waiting' and c.level = l.level) as oldest,
    (select count(*) from (
        select 1 from (
            select 1 from cases c
            where c.state = 'waiting' and c.level = l.level and c.slips > 0
            order by c.slips, c.promised_by limit :upto) as slipped
        union all
        select 1 from (
            select 1 from cases c
            where c.state = 'waiting' and c.level = l.level and c.slips = 0
                and c.promised_by <= :now
            order by c.promised_by limit :upto) as overdue
        limit :upto) as late) as late
from levels l;

-- name: board_loads
-- Who works at the desk and what each has; closed ones are those of this day only.
select s.person_id, p.name, s.on_shift_since, s.capacity,
    coalesce(mine.open, 0) as open, coalesce(mine.owed, 0) as owed, mine.owed_since,
    coalesce(done.count, 0) as closed
from staff s
join people p on p.id = s.person_id
left join (
    select assignee_id, count(*) as open, count(owed_since) as owed, min(owed_since) as owed_since
    from cases where state = 'taken' group by assignee_id) mine on mine.assignee_id = s.person_id
left join (
    select by_id, count(*) as count
    from case_events where kind = 'closed' and at >= :since group by by_id) done
    on done.by_id = s.person_id
where s.removed_at is null and s.role in ('owner', 'supervisor', 'operator')
order by p.name, s.person_id;

-- name: board_replies
-- How long the cases that were taken this day waited for their operator's first answer.
select t.by_id as operator_id, t.at as taken_at,
    (select min(m.at) from case_events m
        where m.case_id = t.case_id and m.id > t.id and m.kind = 'message'
            and m.by_id = t.by_id) as replied_at
from case_events t
where t.kind = 'taken' and t.at >= :since;

-- name: board_counts
-- What happened this day, without every single message.
select kind, count(*) as count
from case_events
where kind in ('opened', 'taken', 'returned', 'transferred', 'closed', 'cancelled', 'reopened')
    and at >= :since
group by kind;

-- name: board_stars
-- What citizens gave this day; the number stands in the details of the event.
select details from case_events where kind = 'rated' and at >= :since;
