#define IPC_VERSION 3
#ifdef FIRMWARE
typedef unsigned int core_index;
#else
typedef __UINT32_TYPE__ core_index;
#endif
struct header {
    __UINT32_TYPE__ size, command;
};
struct component {
    struct header header;
    __UINT32_TYPE__ id;
    core_index core;
};
