"""What was captured from the web: answers of servers, the archives they are kept in, and lists of news."""
