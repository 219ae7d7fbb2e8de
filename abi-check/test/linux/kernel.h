#include <linux/eventpoll.h>
#include <linux/input.h>
#include <linux/stat.h>
