#include <linux/fs.h>
#include <linux/input.h>
#include <linux/random.h>
