enum Source { SOURCE_NONE, SOURCE_HOST, SOURCE_MIXER };
enum Wide { WIDE_FIRST, WIDE_LAST = 0x7fffffff };
struct Component {
    unsigned id;
    enum Source source;
    enum Wide wide;
};
