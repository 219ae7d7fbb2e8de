struct in_out { unsigned a, b; };
