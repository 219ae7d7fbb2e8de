struct First {
    struct Body {
        int value;
    } body;
};
struct Second {
    struct Body {
        int low;
        int high;
    } body;
};
