#include "kernel.h"
struct epoll_event an_epoll_event;
struct input_event an_input_event;
struct statx a_statx;
