struct base {
    int tag;
};
struct gone {
    int x;
};
