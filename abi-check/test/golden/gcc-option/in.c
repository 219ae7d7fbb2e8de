struct T { double a; };
