struct A { int a; };
