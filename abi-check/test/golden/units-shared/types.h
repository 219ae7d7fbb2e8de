#pragma once
typedef unsigned u32;
#ifndef SIZE_TYPE
#define SIZE_TYPE u32
#endif
