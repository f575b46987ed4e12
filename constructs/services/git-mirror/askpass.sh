#!/bin/sh
case "$1" in
  Username*) echo mirror ;;
  *) cat "$TOKEN_FILE" ;;
esac
