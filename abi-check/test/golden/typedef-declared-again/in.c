typedef struct Small {
    unsigned kind;
} Wide;
typedef struct Small Wide __attribute__((aligned(64)));

typedef struct {
    unsigned kind;
} Own;
typedef Own Own __attribute__((aligned(64)));
typedef Own Own;
