struct in_build { unsigned a, b; };
