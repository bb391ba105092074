import { connect } from '@nats-io/transport-node'; // refused: drivers-in-platform
import pg from 'pg'; // refused: drivers-in-platform

export const servers = [connect, pg];
