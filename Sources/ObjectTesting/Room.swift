// room for ObjectTesting
