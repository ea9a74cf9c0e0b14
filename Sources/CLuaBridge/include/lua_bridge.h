#ifndef LUA_BRIDGE_H
#define LUA_BRIDGE_H
#endif
