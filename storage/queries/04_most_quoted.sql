-- Who is quoted most? By person where the register knows them, else by exact name.
SELECT name, role, statement_count, first_at, last_at
FROM speakers
ORDER BY statement_count DESC, name
LIMIT 20;
