struct B { int a; };
