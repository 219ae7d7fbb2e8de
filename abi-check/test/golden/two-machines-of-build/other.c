struct U { int x; };
