struct base {
    int tag;
};
