// room for ObjectHost
