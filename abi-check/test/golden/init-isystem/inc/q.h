struct q { unsigned a, b; };
