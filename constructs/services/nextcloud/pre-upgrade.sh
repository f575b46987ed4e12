#!/bin/sh
set -eu
@place@
