// room for Lua
