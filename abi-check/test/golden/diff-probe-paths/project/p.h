#include <extra.h>
#include <gen.h>
#include "../out.h"
struct P { word a; EXTRA word b[COUNT]; };
