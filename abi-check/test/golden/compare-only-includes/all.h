#include <packet.h>
