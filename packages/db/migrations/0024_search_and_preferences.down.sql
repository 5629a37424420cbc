-- Takes the search by words away, and everybody's preferences with it.
drop table pulse.user_preferences;
drop index pulse.pull_requests_by_words;
drop index pulse.issues_by_words;
drop function pulse.words_of(text);
