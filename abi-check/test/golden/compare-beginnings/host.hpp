namespace host {
struct Setup {
    unsigned int kind;
    unsigned int length;
};
struct State {
    unsigned int port;
};
struct Page {
    unsigned long long address;
};
}  // namespace host
