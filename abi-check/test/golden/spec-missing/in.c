struct R { int a; };
