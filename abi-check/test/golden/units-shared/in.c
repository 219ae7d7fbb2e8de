#include "packet.h"

unsigned kind_of(struct Packet* packet);
