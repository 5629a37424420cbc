insert into pulse.user_preferences (user_id, theme, time_zone, week_start, updated_at) values
  ('00000000-0000-4000-8000-000000000001', 'dark', 'Asia/Tokyo', 'sunday', '2024-02-07T00:00:00Z');
