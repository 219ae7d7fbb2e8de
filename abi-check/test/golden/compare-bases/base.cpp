struct Head { unsigned char a; struct { unsigned char p, q; } in; struct { struct { short z; } deep; } list[2]; };
struct Middle : Head { long long x; };
struct Last : Middle { long long y; struct { char k; } own; };
namespace net { struct Base { struct { int p; } in; enum { off, on } state; }; }
struct First : net::Base {};
struct Second : net::Base {};
Last last;
Second second;
First first;
